// Package network owns what counts as one host on the network.
package network

import "net/netip"

// ownPrefix is the length of the network that an IPv6 host has for itself: it takes as
// many addresses in it as it likes.
const ownPrefix = 64

// HostOf returns the host of an address, to count by: an IPv6 host is its network. What
// is no address is returned as it is.
func HostOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is4() {
		return ip.String()
	}
	network, _ := ip.WithZone("").Prefix(ownPrefix) // an IPv6 address has 128 bits
	return network.String()
}
