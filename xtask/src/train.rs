//! `cargo xtask train`: makes every file under `models/`.

pub mod conllu;
mod gazetteer;
mod learner;
mod names;
mod syntax;

/// Which model to train.
#[derive(clap::Subcommand)]
pub enum Model {
    /// Tagger, lemmatiser and parser.
    Syntax {
        /// Folder of the treebanks (`en_ewt-train.conllu` …).
        #[arg(default_value = "../shared/corpora/syntax")]
        corpora: std::path::PathBuf,
        /// Where to write the model.
        #[arg(long, default_value = "models/syntax.bin")]
        output: std::path::PathBuf,
        /// Passes of the parser; the tagger makes two fewer.
        #[arg(long, default_value_t = syntax::PASSES)]
        passes: usize,
    },
    /// The index of places.
    Gazetteer {
        /// Folder of the extracts that train/gazetteer.sh fetches.
        #[arg(default_value = "target/gazetteer")]
        extracts: std::path::PathBuf,
    },
    /// The name recogniser.
    Names {
        /// Folder of the name corpora.
        #[arg(default_value = "../shared/corpora/names")]
        corpora: std::path::PathBuf,
        /// Learn only from openly licensed corpora.
        #[arg(long)]
        open: bool,
        /// Where to write the model.
        #[arg(long, default_value = "models/names.bin")]
        output: std::path::PathBuf,
    },
}

/// Makes both models as they are committed.
pub fn all() -> anyhow::Result<()> {
    syntax::run("../shared/corpora/syntax".as_ref(), "models/syntax.bin".as_ref(), syntax::PASSES)?;
    names::train("../shared/corpora/names".as_ref(), false, "models/names.bin".as_ref())
}

/// Trains it.
pub fn run(model: Model) -> anyhow::Result<()> {
    match model {
        Model::Syntax { corpora, output, passes } => syntax::run(&corpora, &output, passes),
        Model::Gazetteer { extracts } => gazetteer::make(&extracts),
        Model::Names { corpora, open, output } => names::train(&corpora, open, &output),
    }
}
