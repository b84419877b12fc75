package hooks

import "github.com/spf13/cobra"

func demoCommand(config Config) *cobra.Command { return &cobra.Command{Use: "demo"} }
