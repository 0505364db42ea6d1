//! Seats by the article of the law: exact, with the transcript as the result.
