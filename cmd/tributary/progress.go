package main

import (
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// bar shows on a terminal how far something is; elsewhere it shows nothing.
type bar struct {
	all *mpb.Progress
	one *mpb.Bar
}

// bar begins to show a piece of work.
func (a *app) bar(what string) *bar {
	if !isTerminal(a.stderr) {
		return &bar{}
	}
	all := mpb.NewWithContext(a.ctx, mpb.WithOutput(a.stderr), mpb.WithWidth(60))
	return &bar{all, all.AddBar(0,
		mpb.BarRemoveOnComplete(),
		mpb.PrependDecorators(decor.Name(what+" ")),
		mpb.AppendDecorators(decor.CountersNoUnit("%d / %d "), decor.AverageETA(decor.ET_STYLE_GO)),
	)}
}

// at shows how far the work is.
func (b *bar) at(done, total int) {
	if b.one == nil {
		return
	}
	b.one.SetTotal(int64(total), false)
	b.one.SetCurrent(int64(done))
}

// end takes the bar away.
func (b *bar) end() {
	if b.one == nil {
		return
	}
	b.one.Abort(true)
	b.all.Wait()
}
