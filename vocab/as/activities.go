package as

import "tributary/vocab"

// Activity is what every kind of activity is. Its path is the path of them all.
var Activity = class(vocab.Class{Name: "Activity", Plural: "activities", Is: vocab.On(Object),
	Doc: "Something an agent did or asks to be done."})

// IntransitiveActivity is an activity without an object.
var IntransitiveActivity = class(vocab.Class{Name: "IntransitiveActivity", Is: vocab.On(Activity),
	Doc: "An activity that is done to nothing in particular."})

// The kinds of activity.
var (
	Create = activity("Create", "The actor made the object.")
	Update = activity("Update", "The actor changed the object to what is given.")
	Delete = activity("Delete", "The actor deleted the object.")

	Follow = activity("Follow", "The actor asks to be told what the object publishes.")
	Accept = activity("Accept", "The actor agrees to the object, such as a Follow or an Offer.")
	Reject = activity("Reject", "The actor refuses the object, such as a Follow or an Offer.")
	Undo   = activity("Undo", "The actor takes an earlier activity of its own back.")

	Offer  = activity("Offer", "The actor offers the object to the target.")
	Invite = activity("Invite", "The actor asks the object to take part in the target.")
	Join   = activity("Join", "The actor became a part of the object.")
	Leave  = activity("Leave", "The actor is no longer a part of the object.")

	Add      = activity("Add", "The actor put the object into the target.")
	Remove   = activity("Remove", "The actor took the object out of the origin or target.")
	Announce = activity("Announce", "The actor draws its followers' attention to the object.")
	Move     = activity("Move", "The actor moved the object from the origin to the target.")

	Block = activity("Block", "The actor wants nothing to do with the object.")
	Flag  = activity("Flag", "The actor reports the object to those who moderate.")
	Read  = activity("Read", "The actor has read the object.")

	TentativeAccept = Schema.Class(vocab.Class{Name: "TentativeAccept", Is: vocab.On(Accept), Status: "stable", Doc: "The actor agrees for the time being."})
	TentativeReject = Schema.Class(vocab.Class{Name: "TentativeReject", Is: vocab.On(Reject), Status: "stable", Doc: "The actor refuses for the time being."})

	Like     = activity("Like", "The actor approves of the object.")
	Dislike  = activity("Dislike", "The actor disapproves of the object.")
	Ignore   = activity("Ignore", "The actor takes no notice of the object.")
	View     = activity("View", "The actor has looked at the object.")
	Listen   = activity("Listen", "The actor has listened to the object.")
	Arrive   = intransitive("Arrive", "The actor arrived at the location.")
	Travel   = intransitive("Travel", "The actor travels from the origin to the target.")
	Question = intransitive("Question", "The actor asks for answers, among given ones or free.")
)

// Activities are the classes of activity that name something done: Activity itself and
// IntransitiveActivity are not among them.
var Activities = func() (kinds []*vocab.Class) {
	for _, c := range Schema.Classes {
		if c.IsA(Activity) && c != Activity && c != IntransitiveActivity {
			kinds = append(kinds, c)
		}
	}
	return kinds
}()

func activity(name, doc string) *vocab.Class {
	return class(vocab.Class{Name: name, Is: vocab.On(Activity), Doc: doc})
}

func intransitive(name, doc string) *vocab.Class {
	return class(vocab.Class{Name: name, Is: vocab.On(IntransitiveActivity), Doc: doc})
}
