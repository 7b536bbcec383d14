package provisioning

import (
	"context"

	"motcua/internal/center"
	"motcua/internal/config"
	"motcua/internal/health"
	"motcua/internal/notice"
)

// notices tries each channel by which citizens are told, and sends nothing.
func (k *checker) notices(ctx context.Context, n *center.Notices) {
	senders, err := notice.Open(n, config.ReadSecret)
	if k.faults(err, health.Fault) {
		return
	}
	for _, channel := range n.Channels() {
		if err := notice.Probe(ctx, senders[channel]); err != nil {
			k.add("notice-"+notice.CauseOf(err), health.Warning, "channel", notice.ChannelName(channel))
		}
	}
}
