//go:build !race

package main

const every = 1
