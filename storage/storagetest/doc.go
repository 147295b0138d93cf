// Package storagetest is the suite that every storage engine passes, and a PostgreSQL server of the
// test's own to run it on.
package storagetest
