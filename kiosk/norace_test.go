//go:build !race

package kiosk

const Every = 1
