package main

import (
	"errors"
	"path/filepath"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server"
	"tributary/vocab"
)

// cameWith is what the archive with which a group came here tells of one of its things.
type cameWith struct {
	Archive  string        `json:"file"`
	By       vocab.IRI     `json:"signedBy,omitempty"`
	At       time.Time     `json:"signed,omitzero"`
	Multikey string        `json:"key,omitempty"`
	Holds    string        `json:"holds"` // what a check of the signature says now: yes, or why not
	IRI      vocab.IRI     `json:"iri"`   // the thing there
	Version  int           `json:"version"`
	Position node.Position `json:"position,omitempty"` // where this version stands in the log there; 0: it was made here
	Hash     string        `json:"sha256,omitempty"`   // of its record
}

// cameWith looks into the archive by which a thing came, if its group came by one.
func (k *known) cameWith(a *app, s *server.Server, v node.Version) error {
	if len(k.Source) == 0 {
		return nil
	}
	var digest string
	err := s.DB.View(a.ctx, func(view node.View) (err error) {
		digest, err = archive.CameWith(view, v.Owner)
		return err
	})
	if err != nil || digest == "" {
		return err
	}
	came := &cameWith{Archive: filepath.Join(proofs, digest+archive.Suffix), Version: v.N}
	k.Came, k.Proof = came, "imported, with the archive in which its history is signed"
	from, err := archive.Open(filepath.Join(a.folder(), came.Archive), nil)
	switch node.KindOf(err) {
	case "":
	case node.NotFound, node.Unreadable:
		came.Holds = node.MessageOf(err)
		return nil
	default:
		return err
	}
	return errors.Join(came.look(a, from, k.Source), from.Close())
}

func (c *cameWith) look(a *app, from *archive.Archive, sources []vocab.IRI) error {
	signed, err := from.Signature()
	switch node.KindOf(err) {
	case "":
		c.By, c.At, c.Multikey, c.Holds = signed.By, signed.At, signed.Multikey, "yes"
	case node.NotFound, node.Unauthenticated:
		c.Holds = node.MessageOf(err)
	default:
		return err
	}
	for _, source := range sources {
		w, err := from.Witness(a.ctx, source, c.Version)
		switch node.KindOf(err) {
		case "":
			c.IRI, c.Position, c.Hash = source, w.Position, w.Hash
		case node.NotFound:
		default:
			return err
		}
	}
	return nil
}

// lines tell of it in words.
func (c *cameWith) lines() []string {
	lines := []string{"archive: " + c.Archive}
	if c.Holds == "yes" {
		lines = append(lines, "  signed by "+oneLine(string(c.By))+" "+stamp(c.At)+" with "+oneLine(c.Multikey)+", which holds, checked just now")
	} else {
		lines = append(lines, "  its signature DOES NOT HOLD: "+oneLine(c.Holds))
	}
	if c.Hash != "" {
		return append(lines, "  in it this version is the record with SHA-256 "+c.Hash)
	}
	return append(lines, "  this version is not in it: it was made here")
}
