//! The `rashomon` program.

// Reports are analysed in many short-lived pieces of memory, on every thread.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    rashomon::cli::main()
}
