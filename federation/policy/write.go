package policy

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// WriteCSV writes rules as the table that Mastodon and others import, and says how many it has no words
// for: those that allow, and those about an actor, a port or all beneath a domain.
func WriteCSV(w io.Writer, rules []Rule) (left int, err error) {
	table := csv.NewWriter(w)
	table.Write([]string{"#domain", "#severity", "#reject_media", "#reject_reports", "#public_comment", "#obfuscate"})
	for _, r := range rules {
		severity := map[Level]string{Block: "suspend", Limit: "silence"}[r.Level]
		if severity == "" || strings.ContainsAny(r.Subject, ":*/") {
			left++
			continue
		}
		table.Write([]string{r.Subject, severity, "true", strconv.FormatBool(r.Level == Block), r.Reason, "false"})
	}
	table.Flush()
	return left, table.Error()
}

// WriteJSON writes rules with all that is known of them.
func WriteJSON(w io.Writer, rules []Rule) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(document{append([]Rule{}, rules...)})
}
