//! `cargo xtask train`: makes every file under `models/`.

mod attribution;
pub mod conllu;
mod ftrl;
mod gazetteer;
mod lemmas;
mod places;
mod sentences;
mod tags;
mod verbs;

/// News articles, without annotation.
const NEWS: &str = "../shared/corpora/load/news-sample.jsonl.gz";

/// Which model to train.
#[derive(clap::Subcommand)]
pub enum Model {
    /// The rules of lemmas.
    Lemmas {
        /// Folder of the treebanks (`en_ewt-train.conllu` …).
        #[arg(default_value = "../shared/corpora/syntax")]
        corpora: std::path::PathBuf,
        /// News that has more verbs.
        #[arg(long, default_value = NEWS)]
        news: std::path::PathBuf,
        /// Learn from the training parts only, and score the development parts.
        #[arg(long)]
        held: bool,
        /// Where to write the rules.
        #[arg(long, default_value = "models/lemmas.bin")]
        output: std::path::PathBuf,
    },
    /// The weights that say where sentences end.
    Sentences {
        /// Folder of the treebanks (`en_ewt-train.conllu` …).
        #[arg(default_value = "../shared/corpora/syntax")]
        corpora: std::path::PathBuf,
        /// Where to write the weights.
        #[arg(long, default_value = "models/sentences.bin")]
        output: std::path::PathBuf,
    },
    /// The second opinion on tags. It hears the encoder, once that is built in.
    Tags {
        /// Folder of the treebanks (`en_ewt-train.conllu` …).
        #[arg(default_value = "../shared/corpora/syntax")]
        corpora: std::path::PathBuf,
        /// Learn from the training parts only, and score the development parts.
        #[arg(long)]
        held: bool,
        /// Where to write the weights.
        #[arg(long, default_value = "models/tags.bin")]
        output: std::path::PathBuf,
    },
    /// The index of places.
    Gazetteer {
        /// Folder of the extracts that train/gazetteer.sh fetches.
        #[arg(default_value = "target/gazetteer")]
        extracts: std::path::PathBuf,
    },
    /// The weights that tell places from their namesakes, and when to give none.
    Places {
        /// Articles with their places.
        #[arg(default_values = ["../shared/corpora/places/lgl.xml", "../shared/corpora/places/GeoVirus.xml"])]
        corpora: Vec<std::path::PathBuf>,
        /// Where to write the weights.
        #[arg(long, default_value = "gazetteer/weights.toml")]
        output: std::path::PathBuf,
    },
    /// The model of attributions. It learns from the trees and names of the other models, once these are built in.
    Attribution {
        /// PolNeAR's training part.
        #[arg(default_value = "../shared/corpora/attribution/polnear.train.jsonl")]
        corpus: std::path::PathBuf,
        /// Where to write the model.
        #[arg(long, default_value = "models/attribution.bin")]
        output: std::path::PathBuf,
    },
}

/// Makes the ends of sentences, the rules of lemmas and the second opinion on tags as they are committed; `train/encoder.sh` makes the
/// encoder, `train/names.sh` the name recogniser and [`Model::Attribution`] what is learned from all of them.
pub fn all() -> anyhow::Result<()> {
    sentences::run("../shared/corpora/syntax".as_ref(), "models/sentences.bin".as_ref())?;
    lemmas::run("../shared/corpora/syntax".as_ref(), NEWS.as_ref(), false, "models/lemmas.bin".as_ref())?;
    tags::run("../shared/corpora/syntax".as_ref(), false, "models/tags.bin".as_ref())
}

/// Trains it.
pub fn run(model: Model) -> anyhow::Result<()> {
    match model {
        Model::Lemmas { corpora, news, held, output } => lemmas::run(&corpora, &news, held, &output),
        Model::Sentences { corpora, output } => sentences::run(&corpora, &output),
        Model::Tags { corpora, held, output } => tags::run(&corpora, held, &output),
        Model::Attribution { corpus, output } => attribution::train(&corpus, &output),
        Model::Places { corpora, output } => places::run(&corpora, &output),
        Model::Gazetteer { extracts } => gazetteer::make(&extracts),
    }
}
