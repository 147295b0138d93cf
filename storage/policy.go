package storage

import (
	"context"
	"database/sql"

	"tributary/node"
)

const putPolicyRule = `
INSERT INTO policy_rule (id, subject, party, level, reason, provenance, author, at, draft)
VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM policy_rule), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`

// AddPolicyRules keeps decisions, all or none, in order.
func (db *DB) AddPolicyRules(ctx context.Context, rules ...node.PolicyRule) error {
	for _, r := range rules {
		if err := checkRule(r); err != nil {
			return err
		}
	}
	return db.alone(ctx, "keep a decision of policy", func(q querier) error {
		for _, r := range rules {
			_, err := db.exec(ctx, q, putPolicyRule, r.Subject, string(r.Group), string(r.Level), r.Reason, r.Provenance,
				string(r.Author), micros(r.At), r.Draft)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func checkRule(r node.PolicyRule) error {
	return checkTexts("whom a rule is about", r.Subject, "a group's IRI", string(r.Group), "a level", string(r.Level),
		"a reason", r.Reason, "where a rule comes from", r.Provenance, "an author", string(r.Author))
}

const (
	ruleColumns = `
SELECT id, subject, party, level, reason, provenance, author, at, draft FROM policy_rule r `
	// newestRules are each subject's newest decision, and the newest draft if that is newer still.
	newestRules = ruleColumns + `
WHERE NOT EXISTS (
	SELECT 1 FROM policy_rule n
	WHERE n.subject = r.subject AND n.party = r.party AND n.id > r.id AND (r.draft OR NOT n.draft))
ORDER BY id`
	rulesAbout = ruleColumns + `WHERE subject = ?1 ORDER BY id`
	allRules   = ruleColumns + `ORDER BY id`
	latestRule = `SELECT COALESCE(MAX(id), 0) FROM policy_rule`
)

// PolicyRules are, of each subject and group, the newest decision and the draft after it, oldest first.
func (db *DB) PolicyRules(ctx context.Context) ([]node.PolicyRule, error) {
	return db.rules(ctx, newestRules)
}

// PolicyHistory is every decision and draft ever about a subject, oldest first.
func (db *DB) PolicyHistory(ctx context.Context, subject string) ([]node.PolicyRule, error) {
	if checkText("", subject) != nil {
		return nil, nil // what could not be kept has no history
	}
	return db.rules(ctx, rulesAbout, subject)
}

func (db *DB) rules(ctx context.Context, query string, args ...any) ([]node.PolicyRule, error) {
	var all []node.PolicyRule
	err := db.each(ctx, db.engine.Reader, query, args, func(rows *sql.Rows) error {
		r, err := scanRule(rows)
		all = append(all, r)
		return err
	})
	if err != nil {
		return nil, db.failed(ctx, "read the policy", err)
	}
	return all, nil
}

func scanRule(rows *sql.Rows) (r node.PolicyRule, err error) {
	var at int64
	err = rows.Scan(&r.ID, &r.Subject, &r.Group, &r.Level, &r.Reason, &r.Provenance, &r.Author, &at, &r.Draft)
	r.At = fromMicros(at)
	return r, err
}

// LatestPolicy is the ID of the newest decision or draft; 0 when there is none.
func (db *DB) LatestPolicy(ctx context.Context) (id int64, err error) {
	if err := db.row(ctx, db.engine.Reader, latestRule, nil, &id); err != nil {
		return 0, db.failed(ctx, "read the policy", err)
	}
	return id, nil
}

// PolicyRules are all decisions and drafts ever, in order.
func (s Snapshot) PolicyRules(f func(node.PolicyRule) error) error {
	return s.rows("read the policy", allRules, func(rows *sql.Rows) error {
		r, err := scanRule(rows)
		if err != nil {
			return err
		}
		return f(r)
	})
}

const restorePolicyRule = `
INSERT INTO policy_rule (id, subject, party, level, reason, provenance, author, at, draft)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`

// AddPolicyRule adds a decision after those given before.
func (l *Loader) AddPolicyRule(r node.PolicyRule) error {
	if err := checkRule(r); err != nil {
		return err
	}
	return l.put("policy_rule", restorePolicyRule, r.Subject, string(r.Group), string(r.Level), r.Reason, r.Provenance,
		string(r.Author), micros(r.At), r.Draft)
}
