package flow

import (
	"errors"
	"fmt"

	"tributary/vocab"
	"tributary/vocab/quantity"
)

// The kinds of refusal; compare with errors.Is.
var (
	// ErrNegative means that a balance would fall below zero which may not. A conflict: another
	// time, or with another policy, the same event is fine.
	ErrNegative = errors.New("balance below zero")
	// ErrPart means that what holds for a whole record was said of a part of it. A conflict.
	ErrPart = errors.New("only a part of the stock")
	// ErrUnit means that the event's unit does not convert exactly to the resource's. Invalid.
	ErrUnit = errors.New("units do not convert")
	// ErrRange means that a balance needs more digits than are kept. Invalid.
	ErrRange = errors.New("number out of range")
)

// Refusal is an error of one of the kinds above. Its message is fit for whoever sent the event.
type Refusal struct {
	Kind     error
	Resource vocab.IRI // whose balance or description it is about
	Message  string    // begins with Resource and tells the figures
}

func (r *Refusal) Error() string { return r.Message }
func (r *Refusal) Unwrap() error { return r.Kind }

func refuse(kind error, resource vocab.IRI, format string, args ...any) error {
	return &Refusal{Kind: kind, Resource: resource, Message: string(resource) + " " + fmt.Sprintf(format, args...)}
}

// refuseSum turns what quantity says about a sum into a refusal about a resource.
func refuseSum(resource vocab.IRI, err error) error {
	kind := ErrUnit
	if errors.Is(err, quantity.ErrRange) {
		kind = ErrRange
	}
	return refuse(kind, resource, "cannot take this quantity: %v", err)
}
