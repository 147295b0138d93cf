package server

import (
	"net/netip"
	"testing"
	"time"
)

func TestLimiterLetsBurstsThroughAndThenOneADrop(t *testing.T) {
	now := time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)
	l := newLimiter(60, 3, func() time.Time { return now })
	a, b := netip.MustParsePrefix("192.0.2.1/32"), netip.MustParsePrefix("192.0.2.2/32")
	for i := range 3 {
		if wait := l.draw(a); wait != 0 {
			t.Errorf("request %d waits %s", i+1, wait)
		}
	}
	if wait := l.draw(a); wait != time.Second {
		t.Errorf("the fourth waits %s, want a second", wait)
	}
	if wait := l.draw(b); wait != 0 {
		t.Errorf("another client waits %s", wait)
	}
	now = now.Add(time.Second)
	if l.draw(a) != 0 {
		t.Error("a second later it still waits")
	}
	if l.draw(a) == 0 {
		t.Error("who waited for one drop got two")
	}
}

func TestLimiterForgetsWhoCameLongAgo(t *testing.T) {
	now := time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)
	l := newLimiter(60, 3, func() time.Time { return now })
	for i := range 200 {
		l.draw(household(netip.AddrFrom4([4]byte{192, 0, 2, byte(i)})))
	}
	now = now.Add(time.Hour)
	l.draw(netip.MustParsePrefix("198.51.100.1/32"))
	if len(l.buckets) != 1 {
		t.Errorf("%d buckets are kept, want that of the last client", len(l.buckets))
	}
}

func TestNoLimitLetsEverythingThrough(t *testing.T) {
	l := newLimiter(0, 1, time.Now)
	for range 1000 {
		if l.draw(netip.Prefix{}) != 0 {
			t.Fatal("somebody waits")
		}
	}
}
