package corpus

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/idna"
)

// closed are the networks that no site of the public internet is in: the special
// purpose registries of IANA, and an address that a cloud serves its machines
// under. IPv6 is closed but for the global unicast range; within that, what
// carries an IPv4 address or is no site.
var closed = prefixes("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32",
	"2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")

var global6 = netip.MustParsePrefix("2000::/3")

func prefixes(s ...string) (p []netip.Prefix) {
	for _, x := range s {
		p = append(p, netip.MustParsePrefix(x))
	}
	return p
}

// public reports whether an address may be connected to.
func public(a netip.Addr) bool {
	if !a.IsValid() || a.Zone() != "" {
		return false
	}
	a = a.Unmap()
	if a.Is6() && !global6.Contains(a) {
		return false
	}
	for _, p := range closed {
		if p.Contains(a) {
			return false
		}
	}
	return true
}

// maxURL bounds an address; session marks end the path that they stand in.
const maxURL = 2048

var sessionMark = regexp.MustCompile(`(?i);jsessionid=[^/?]*`)

// Canonical writes an http or https address in one way, so that two ways of
// writing are one page: without fragment, dot segments, default port and session.
// What is no such address is ErrAddress.
func Canonical(raw string) (string, error) {
	u, err := canonical(raw)
	if err != nil {
		return "", err
	}
	return u.String(), nil
}

func canonical(raw string) (*url.URL, error) {
	bad := func(why string) (*url.URL, error) {
		return nil, fmt.Errorf("%w: %s: %q", ErrAddress, why, cut(raw, 200))
	}
	raw = strings.TrimSpace(raw)
	if len(raw) > maxURL {
		return bad(fmt.Sprintf("longer than %d", maxURL))
	}
	u, err := url.Parse(escape(sessionMark.ReplaceAllString(raw, "")))
	if err != nil {
		var e *url.Error
		if errors.As(err, &e) {
			err = e.Err
		}
		return bad(err.Error())
	}
	u.Scheme, u.Host = strings.ToLower(u.Scheme), strings.ToLower(u.Host)
	host := strings.TrimRight(u.Hostname(), ".")
	if strings.IndexFunc(host, func(r rune) bool { return r >= 0x80 }) >= 0 {
		if host, err = idna.Lookup.ToASCII(host); err != nil {
			return bad(err.Error())
		}
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return bad("neither http nor https")
	case u.User != nil:
		return bad("a user in the address")
	case host == "" || u.Opaque != "":
		return bad("no host")
	case numeric(host):
		return bad("an odd way to write an IP address")
	case u.Port() != "" && !validPort(u.Port()):
		return bad("no such port")
	case trap(u.Path):
		return bad("folders repeat")
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if p := u.Port(); p != "" && p != defaultPort(u.Scheme) {
		host += ":" + p
	}
	u.Host, u.Fragment, u.RawFragment = host, "", ""
	u = u.ResolveReference(&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery, ForceQuery: u.ForceQuery})
	if u.Path == "" {
		u.Path = "/"
	}
	return u, nil
}

// escape percent-encodes the octets that no address may hold, as browsers do.
func escape(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

func defaultPort(scheme string) string {
	if scheme == "https" {
		return "443"
	}
	return "80"
}

func validPort(s string) bool {
	n, err := strconv.ParseUint(s, 10, 16)
	return err == nil && n > 0
}

// port is the port of an address, written out.
func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return defaultPort(u.Scheme)
}

// numeric reports whether a host ends in a number without being an IPv4 address
// in its one usual spelling: some systems take 2130706433 or 0x7f.1 for one.
func numeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if last == "" || last[0] < '0' || last[0] > '9' || strings.Contains(host, ":") {
		return false
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return false
	}
	return strings.Trim(last, "0123456789") == "" || strings.HasPrefix(last, "0x")
}

// maxFolders and maxRepeats tell the endless folders of a broken link from a site.
const maxFolders, maxRepeats = 20, 3

func trap(path string) bool {
	folders := strings.Split(strings.Trim(path, "/"), "/")
	seen := map[string]int{}
	for _, f := range folders[:len(folders)-1] {
		if seen[f]++; f != "" && seen[f] > maxRepeats {
			return true
		}
	}
	return len(folders) > maxFolders
}

// places is which hosts and ports a source may ask.
type places map[string]bool

// placesOf are those of the addresses that a source starts at, and those that it
// names: "host" for the usual ports, "host:port" for another.
func placesOf(s Source) (places, error) {
	p := places{}
	for _, start := range s.Start {
		u, err := canonical(start)
		if err != nil {
			return nil, err
		}
		p.add(u.Hostname(), u.Port())
	}
	for _, h := range s.Hosts {
		u, err := canonical("http://" + h)
		if err != nil || u.Path != "/" {
			return nil, fmt.Errorf("%w: host %q", ErrAddress, h)
		}
		p.add(u.Hostname(), u.Port())
	}
	return p, nil
}

func (p places) add(host, port string) {
	if port != "" {
		p[host+" "+port] = true
		return
	}
	p[host+" 80"], p[host+" 443"] = true, true
}

// check returns an error where an address is not of the source.
func (p places) check(u *url.URL) error {
	if !p[u.Hostname()+" "+port(u)] {
		return fmt.Errorf("%w: %s is not of the source", ErrAddress, u.Host)
	}
	return nil
}

func cut(s string, n int) string {
	if len(s) > n {
		return s[:n] + "…"
	}
	return s
}
