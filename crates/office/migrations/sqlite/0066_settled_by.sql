-- Who took a decision off the table: somebody else opens it again, if it was a mistake.
ALTER TABLE decision ADD COLUMN settled_by INTEGER REFERENCES person (id);
UPDATE decision SET settled_by = (SELECT said_by FROM decision_step WHERE decision_step.decision = decision.number
        AND step IN ('verify', 'withdraw') ORDER BY line DESC LIMIT 1)
    WHERE status IN ('verified', 'withdrawn');
