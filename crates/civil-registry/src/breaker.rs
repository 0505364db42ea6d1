//! A circuit breaker: who did not answer three times is not asked for a while, so that the queue does not pay for it.

/// Where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Circuit {
    /// Asking.
    Closed {
        /// Failures in a row.
        failures: u8,
    },
    /// Not asking until then, in milliseconds of the caller's clock.
    Open {
        /// When one question may go out again.
        until: u64,
    },
    /// One question is out to see whether it answers again.
    Probing,
}

/// The breaker.
#[derive(Debug, Clone, Copy)]
pub struct Breaker {
    circuit: Circuit,
}

impl Default for Breaker {
    fn default() -> Self {
        Self { circuit: Circuit::Closed { failures: 0 } }
    }
}

impl Breaker {
    /// Failures in a row that open it.
    pub const FAILURES: u8 = 3;
    /// Milliseconds that it stays open.
    pub const REST: u64 = 10_000;

    /// May a question go out now? While one probes, others do not.
    pub fn may_ask(&mut self, now: u64) -> bool {
        match self.circuit {
            Circuit::Closed { .. } => true,
            Circuit::Open { until } if now >= until => {
                self.circuit = Circuit::Probing;
                true
            }
            Circuit::Open { .. } | Circuit::Probing => false,
        }
    }

    /// It answered.
    pub fn answered(&mut self) {
        self.circuit = Circuit::Closed { failures: 0 };
    }

    /// It did not.
    pub fn failed(&mut self, now: u64) {
        self.circuit = match self.circuit {
            Circuit::Closed { failures } if failures + 1 < Self::FAILURES => {
                Circuit::Closed { failures: failures + 1 }
            }
            Circuit::Closed { .. } | Circuit::Probing => Circuit::Open { until: now + Self::REST },
            open @ Circuit::Open { .. } => open,
        };
    }

    /// Where it stands.
    pub fn circuit(&self) -> Circuit {
        self.circuit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_failures_open_it_and_one_probe_closes_it() {
        let mut breaker = Breaker::default();
        for _ in 0..3 {
            assert!(breaker.may_ask(0));
            breaker.failed(0);
        }
        assert!(!breaker.may_ask(Breaker::REST - 1));
        assert!(breaker.may_ask(Breaker::REST));
        assert!(!breaker.may_ask(Breaker::REST), "one probe at a time");
        breaker.failed(Breaker::REST);
        assert!(!breaker.may_ask(Breaker::REST + 1));
        assert!(breaker.may_ask(2 * Breaker::REST));
        breaker.answered();
        assert_eq!(breaker.circuit(), Circuit::Closed { failures: 0 });
    }

    #[test]
    fn an_answer_between_failures_keeps_it_closed() {
        let mut breaker = Breaker::default();
        for _ in 0..10 {
            breaker.failed(0);
            breaker.failed(0);
            breaker.answered();
        }
        assert!(breaker.may_ask(0));
    }
}
