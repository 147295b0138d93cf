package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
)

// audience is who may read a new thing: what the activity is addressed to, else the default of the
// group whose record it becomes. A group itself is as open as its default.
func (d *Draft) audience(owner, id vocab.IRI) (Audience, error) {
	if a, ok := d.prior[id]; ok {
		return a, nil
	}
	if d.received() {
		return d.remoteAudience(), nil
	}
	addressed := slices.Concat(d.act.To, d.act.CC, d.act.Blind)
	if d.act.Verb == "Offer" && len(addressed) == 0 {
		return Audience{Level: Members}, nil // between two
	}
	if members[d.act.Verb] {
		return Audience{Level: Members}, nil // who belongs is members' business
	}
	if len(addressed) == 0 {
		return d.defaultAudience(owner)
	}
	a := Audience{Level: Named}
	for _, to := range addressed {
		switch {
		case isPublic(to):
			a.Level = min(a.Level, Public)
		case to == owner+"/followers" || to == d.act.Actor+"/followers":
			a.Level = min(a.Level, Followers)
		case to == owner || to == d.act.Actor || to == owner+"/members" || to == d.act.Actor+"/members":
			a.Level = min(a.Level, Members)
		default:
			a.Names = append(a.Names, d.rename(to))
		}
	}
	return a, nil
}

// members are the verbs that say who belongs to a group.
var members = map[string]bool{"Invite": true, "Join": true, "Leave": true}

// readdress is the audience of a thing that was there: its own, unless an Update of the thing itself
// is addressed anew.
func (d *Draft) readdress(before Version, economic bool) (Audience, error) {
	if d.act.Verb != "Update" || economic || len(d.act.To)+len(d.act.CC)+len(d.act.Blind) == 0 {
		return before.Audience, nil
	}
	return d.audience(before.Owner, before.IRI)
}

// defaultAudience is what a group chose; people's own records are theirs alone.
func (d *Draft) defaultAudience(owner vocab.IRI) (Audience, error) {
	if owner == d.node.Node() {
		return Audience{Level: Public}, nil
	}
	r := d.described[owner]
	if r == nil {
		var err error
		if r, err = d.Current(owner); err != nil {
			switch KindOf(err) {
			case NotFound:
				return Audience{Level: Named}, nil
			case Gone: // by this activity: as it was
				v, err := d.Latest(owner)
				return Audience{Level: v.Audience.Level}, err
			}
			return Audience{}, err
		}
	}
	chosen := r.Get(own.DefaultAudience).Text()
	if chosen == "" {
		return Audience{Level: Public}, nil
	}
	level, err := ParseLevel(chosen)
	return Audience{Level: level}, err
}

// isPublic knows the public collection under each of its names.
//
// Spec: ActivityPub 5.6.
func isPublic(to vocab.IRI) bool {
	return to == as.Public || to == "as:Public" || to == "Public"
}
