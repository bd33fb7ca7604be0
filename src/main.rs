//! The door: says what the command line wants, and leaves with an exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
