//! `cargo xtask train`: makes every file under `models/`.

/// Which model to train.
#[derive(clap::Subcommand)]
pub enum Model {
    /// Tagger, lemmatiser and parser.
    Syntax {
        /// Folder of the treebanks (`en_ewt-train.conllu` …).
        #[arg(default_value = "../shared/corpora/syntax")]
        corpora: std::path::PathBuf,
    },
    /// The name recogniser.
    Names {
        /// Folder of the name corpora.
        #[arg(default_value = "../shared/corpora/names")]
        corpora: std::path::PathBuf,
    },
}

/// Trains it.
pub fn run(model: Model) -> anyhow::Result<()> {
    match model {
        Model::Syntax { corpora } => anyhow::bail!("not there yet: {}", corpora.display()),
        Model::Names { corpora } => anyhow::bail!("not there yet: {}", corpora.display()),
    }
}
