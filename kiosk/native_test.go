package kiosk_test

import (
	"context"
)

func nativeKiosk(ctx context.Context) error { return nil }
