package wire

import (
	"mime"
	"slices"
	"strings"
)

// IsActivityJSON says whether a fetched document of this Content-Type is ActivityStreams:
// application/activity+json, or application/ld+json with the profile of ActivityStreams. Anything
// else may be a file that a member uploaded and must not be taken for the word of its host.
//
// Spec: ActivityPub 3.2; ActivityStreams 2.0, section 8.
func IsActivityJSON(contentType string) bool {
	name, profiles, ok := mediaType(contentType)
	return ok && (name == activityJSON || name == linkedJSON && slices.Contains(profiles, profile))
}

// IsActivityPost says whether a body that was posted with this Content-Type may be ActivityStreams:
// as [IsActivityJSON], and application/ld+json with any profile or none. A signature vouches for it.
//
// Spec: ActivityPub 7.
func IsActivityPost(contentType string) bool {
	name, _, ok := mediaType(contentType)
	return ok && (name == activityJSON || name == linkedJSON)
}

const (
	activityJSON = "application/activity+json"
	linkedJSON   = "application/ld+json"
	profile      = "https://www.w3.org/ns/activitystreams"

	maxMediaType = 512 // bytes; what peers send has less than 100
)

// mediaType reads a Content-Type in UTF-8. Parameters in the extended notation of RFC 2231 are
// refused: no peer needs them, and they say one thing in two ways.
func mediaType(contentType string) (name string, profiles []string, ok bool) {
	if len(contentType) > maxMediaType || strings.Contains(contentType, "*") {
		return "", nil, false
	}
	name, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return "", nil, false
	}
	if charset, given := params["charset"]; given && !strings.EqualFold(charset, "utf-8") {
		return "", nil, false
	}
	return name, strings.Fields(params["profile"]), true
}
