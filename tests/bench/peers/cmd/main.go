// Command cmd compares Otklik with its peers and prints the table of the goals; see
// package peers and `make bench-peers`. It is also plain PocketBase, one of them.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"otklik/tests/bench/peers"
	"otklik/tests/bench/peers/plain"
)

// plainVariable is set in the environment of a process that is to be plain PocketBase.
const plainVariable = "OTKLIK_BENCH_PLAIN"

func main() {
	if os.Getenv(plainVariable) != "" {
		plain.Main()
		return
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	o := peers.Options{Plain: peers.Program{Args: []string{self}, Env: []string{plainVariable + "=1"}}, Progress: os.Stderr}
	otklik := flag.String("otklik", "./otklik", "the program")
	before := flag.String("before", "", "an earlier one, the measure of goals about progress")
	limit := flag.Duration("limit", 20*time.Minute, "give up after so long")
	flag.StringVar(&o.Flask, "flask", "", "the folder of the Flask application; without it Flask is left out")
	flag.StringVar(&o.Python, "python", "/usr/bin/python3", "the interpreter that has Flask and gunicorn")
	flag.IntVar(&o.Tasks, "tasks", 100_000, "how many tasks the firm has")
	flag.IntVar(&o.Crowd, "crowd", 16, "how many work at once; four times as many in a big crowd")
	flag.IntVar(&o.Clients, "clients", 1000, "at most so many of its clients do something")
	flag.IntVar(&o.Rounds, "rounds", 20, "slices of each server in each workload")
	flag.DurationVar(&o.Slice, "slice", 400*time.Millisecond, "the length of a slice")
	flag.IntVar(&o.Starts, "starts", 5, "how often each server is started to time it")
	flag.DurationVar(&o.Idle, "idle", 3*time.Second, "how long a server rests before its memory is read")
	flag.Parse()
	o.Otklik = peers.Program{Args: []string{*otklik}}
	if *before != "" {
		o.Before = &peers.Program{Args: []string{*before}}
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	ctx, stop := context.WithTimeout(ctx, *limit)
	defer stop()
	table, err := peers.Run(ctx, o)
	fmt.Print(table)
	return err
}
