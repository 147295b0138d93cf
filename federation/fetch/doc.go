// Package fetch talks to other nodes' addresses without being led astray: not to machines behind the
// firewall, not into endless bodies, not to a document that speaks for somebody else.
//
// The path of one [Client.Document]: the negative memory is asked, and a fetch of the same address that
// is under way is joined; each hop has its address checked, is signed anew, and is dialled through the
// guard, which sees the IP address that DNS gave; the body is bounded as it is decompressed; the content
// type must be ActivityPub's; and the document's id must be the address it was found at, or is fetched
// there once more.
//
// [Client.JSON], [Client.WebFinger] and [Client.NodeInfo] go the same way. [Client.Post] delivers: it
// shares the guard and the connections, and follows no redirects.
package fetch
