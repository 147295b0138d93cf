package node

import (
	"tributary/vocab"
	"tributary/vocab/as"
)

// withdraw takes an offer of ours back, where it has not been answered.
func (d *Draft) withdraw(offer *vocab.Resource) error {
	ended, err := d.endOffer(offer)
	if err != nil {
		return err
	}
	if !ended {
		return Errorf(Conflict, "%s was answered, or has ended", offer.ID())
	}
	d.Send(addressees(offer)...)
	return nil
}

// withdrawn notes that an agent of another node takes an offer back. Once answered, it stays answered.
func (d *Draft) withdrawn(offer *vocab.Resource) error {
	_, err := d.endOffer(offer)
	return err
}

func (d *Draft) endOffer(offer *vocab.Resource) (ended bool, err error) {
	for r, err := range d.Relations(Relation{From: offer.Get(as.Actor).IRI(), Kind: Offered, Value: string(offer.ID())}) {
		if err != nil {
			return false, err
		}
		d.Relate(r, false)
		ended = true
	}
	return ended, nil
}
