//! What a machine tells whoever looks after it.

/// Says a line on the error output. A disk that takes no more takes no line either, where the output is a file on it: that is
/// no reason for the machine to stop, as `eprintln!` would.
macro_rules! say {
    ($($words:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($words)*);
    }};
}
