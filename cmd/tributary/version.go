package main

import (
	"runtime/debug"
	"sync"
)

// version prints which program this is.
type version struct{}

func (version) Run(a *app) error {
	a.say("%s", programVersion())
	return nil
}

// programVersion is the released version, or the commit the program was built from.
var programVersion = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "devel-" + s.Value[:12]
		}
	}
	return "devel"
})
