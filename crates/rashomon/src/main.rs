//! The `rashomon` program.

fn main() -> std::process::ExitCode {
    rashomon::cli::main()
}
