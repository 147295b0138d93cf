// Package config is the TOML file of a node as one struct.
//
// The path of one key: a field of [Config] declares its name, its default, and in its doc tag what
// it does. From these are made the commented file of [Write], config.example.toml, docs/config.md
// and the names of the environment variables that override it. [Load] reads the file, then the
// environment, and checks the whole; each message begins with the key concerned.
package config
