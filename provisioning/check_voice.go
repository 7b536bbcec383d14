package provisioning

import (
	"path/filepath"

	"motcua/internal/config"
	"motcua/internal/health"
	"motcua/internal/speech"
)

// voice checks the programs that a voice speaks with. Where a clip pack lies
// ready, a speech program is only for what it cannot say.
func (k *checker) voice(p *config.Part) {
	if filepath.Base(k.Config) != "voice.toml" {
		return
	}
	k.faults(speech.Program{Command: p.Play}.Check(), health.Warning)
	severity := health.Warning
	if packs, _ := filepath.Glob(filepath.Join(p.Packs, "*", "manifest.toml")); len(packs) > 0 { // the pattern is well formed
		severity = health.Notice
	}
	err := speech.Synth{}.Check()
	if len(p.Speak) > 0 {
		err = speech.Command(p.Speak).Check()
	}
	k.faults(err, severity)
}
