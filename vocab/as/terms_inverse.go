package as

import "tributary/vocab"

// Of whom or what a collection is the outbox, the followers and so on, so that whoever finds a collection
// can ask its owner whether that is so.
//
// Spec: FEP-5711.
var (
	OutboxOf    = inverse("outboxOf", "The actor whose outbox it is.")
	InboxOf     = inverse("inboxOf", "The actor whose inbox it is.")
	FollowersOf = inverse("followersOf", "The actor whose followers it has.")
	FollowingOf = inverse("followingOf", "The actor who follows those in it.")
	LikedOf     = inverse("likedOf", "The actor who approved of those in it.")
	LikesOf     = inverse("likesOf", "The object that was liked.")
	SharesOf    = inverse("sharesOf", "The object that was announced.")
	RepliesOf   = inverse("repliesOf", "The object that was replied to.")
)

func inverse(term, doc string) *vocab.Property {
	return Schema.Property(vocab.Property{
		Term: term, IRI: vocab.IRI("https://w3id.org/fep/5711#" + term), Range: vocab.On(vocab.Thing),
		On:     vocab.On(Collection),
		Status: "testing", Derived: true,
		Doc: doc,
	})
}
