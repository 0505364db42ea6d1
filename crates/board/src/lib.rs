//! The public record («تابلوی اعلان عمومی»): what may stand on it, and how it is kept so that nobody can
//! change it unseen.

pub mod log;
