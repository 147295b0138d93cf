package policy

// Comparison is what a list would change. What it does not name stays as it is.
type Comparison struct {
	Added     []Rule
	Changed   []Change
	Unchanged []Rule
}

// Change is a rule with another level than the one in force.
type Change struct{ From, To Rule }

// Compare says what rules would change. Drafts are compared with the drafts that wait, too. A rule
// that differs only in its reason is unchanged: the first one's is kept.
func (p Policy) Compare(rules []Rule) Comparison {
	var c Comparison
	for _, r := range rules {
		in, ok := p.Rule(r.Subject, r.Group)
		waiting, proposed := p.Draft(r.Subject, r.Group)
		switch {
		case ok && in.Level == r.Level, r.Draft && proposed && waiting.Level == r.Level:
			c.Unchanged = append(c.Unchanged, r)
		case ok:
			c.Changed = append(c.Changed, Change{in, r})
		default:
			c.Added = append(c.Added, r)
		}
	}
	return c
}

// News are the rules to record.
func (c Comparison) News() []Rule {
	news := c.Added
	for _, one := range c.Changed {
		news = append(news[:len(news):len(news)], one.To)
	}
	return news
}
