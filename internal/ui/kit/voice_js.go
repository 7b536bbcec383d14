package kit

import (
	"context"
	"strings"
	"syscall/js"
	"time"

	"motcua/internal/fault"
	"motcua/internal/i18n"
)

const (
	voicesLate = 2 * time.Second // browsers find their voices a little after the page
	saysFor    = 20 * time.Second
)

// PageVoice speaks through the browser that shows the page. Many browsers have
// no Vietnamese voice: then it says so by an error, and reads nothing wrongly.
type PageVoice struct{}

// Say says text aloud and returns when it has been said, or ctx ends. It fails
// as fault.Unavailable where the browser has no voice for the language.
func (PageVoice) Say(ctx context.Context, text string, lang i18n.Lang) error {
	synth := js.Global().Get("speechSynthesis")
	voice, ok := findVoice(ctx, synth, string(lang))
	if !ok {
		return fault.New(fault.Unavailable, "voice-missing", "program", "speechSynthesis")
	}
	said := js.Global().Get("SpeechSynthesisUtterance").New(text)
	said.Set("voice", voice)
	said.Set("lang", voice.Get("lang"))
	done, failed := make(chan struct{}, 1), make(chan struct{}, 1)
	tell := func(to chan struct{}) js.Func {
		return js.FuncOf(func(js.Value, []js.Value) any {
			select {
			case to <- struct{}{}:
			default:
			}
			return nil
		})
	}
	onend, onerror := tell(done), tell(failed)
	defer func() {
		said.Set("onend", js.Null())
		said.Set("onerror", js.Null())
		onend.Release()
		onerror.Release()
	}()
	said.Set("onend", onend)
	said.Set("onerror", onerror)
	synth.Call("speak", said)
	timer := time.NewTimer(saysFor)
	defer timer.Stop()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		synth.Call("cancel")
		return ctx.Err()
	case <-failed:
	case <-timer.C:
		synth.Call("cancel")
	}
	return fault.New(fault.Unavailable, "voice-failed", "program", "speechSynthesis")
}

// findVoice waits a little for a voice of that language.
func findVoice(ctx context.Context, synth js.Value, lang string) (js.Value, bool) {
	if !synth.Truthy() {
		return js.Value{}, false
	}
	deadline := time.Now().Add(voicesLate)
	for {
		all := synth.Call("getVoices")
		for i := range all.Length() {
			if strings.HasPrefix(strings.ToLower(all.Index(i).Get("lang").String()), lang) {
				return all.Index(i), true
			}
		}
		if all.Length() > 0 || time.Now().After(deadline) || ctx.Err() != nil {
			return js.Value{}, false
		}
		time.Sleep(100 * time.Millisecond)
	}
}
