// Check reads a log directory, as crates/board writes it, with the packages of the Go checksum database,
// whose authors wrote the format: golang.org/x/mod/sumdb/note and tlog. No code of ours is linked.
//
// usage: check DIRECTORY
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

// A cosigner verifies the signatures of a witness (C2SP cosignature/v1), which the package note does not
// know by itself: it hands every line with the cosigner's name and hash to Verify.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }
func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature[:8])
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("key %q has not three parts", vkey)
	}
	material, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(material) != 1+ed25519.PublicKeySize || material[0] != 4 {
		return nil, fmt.Errorf("key %q is not a witness's", vkey)
	}
	sum := sha256.Sum256([]byte(parts[0] + "\n" + string(material)))
	hash := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", hash) != parts[1] {
		return nil, fmt.Errorf("key %q has another hash", vkey)
	}
	return &cosigner{parts[0], hash, material[1:]}, nil
}

// A reader trusts these keys and reads this directory.
type reader struct {
	dir       string
	log       note.Verifier
	witnesses []note.Verifier
}

func open(dir string) (*reader, error) {
	r := &reader{dir: dir}
	key, err := os.ReadFile(filepath.Join(dir, "keys/log"))
	if err != nil {
		return nil, err
	}
	if r.log, err = note.NewVerifier(string(key)); err != nil {
		return nil, err
	}
	paths, err := filepath.Glob(filepath.Join(dir, "keys/witness-*"))
	if err != nil || len(paths) == 0 {
		return nil, fmt.Errorf("no witnesses: %v", err)
	}
	for _, path := range paths {
		key, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		witness, err := newCosigner(string(key))
		if err != nil {
			return nil, err
		}
		r.witnesses = append(r.witnesses, witness)
	}
	return r, nil
}

// checkpoint opens a signed checkpoint: the log and every witness must have signed.
func (r *reader) checkpoint(signed []byte) (tlog.Tree, error) {
	known := append([]note.Verifier{r.log}, r.witnesses...)
	n, err := note.Open(signed, note.VerifierList(known...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(n.Sigs) != len(known) || len(n.UnverifiedSigs) != 0 {
		return tlog.Tree{}, fmt.Errorf("%d verified signatures instead of %d", len(n.Sigs), len(known))
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != r.log.Name() || lines[3] != "" {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s", r.log.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, err
}

// Tiles of hashes, for tlog.TileHashReader. The checksum database writes the height into the path; C2SP does
// not, as it is always eight.
func (r *reader) Height() int                             { return tileHeight }
func (r *reader) SaveTiles(tiles []tlog.Tile, _ [][]byte) {}
func (r *reader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(r.dir, "log", path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

// entries reads one bundle, which must hold exactly so many entries.
func (r *reader) entries(index int64, count int) ([][]byte, error) {
	tile := tlog.Tile{H: tileHeight, L: 0, N: index, W: count}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	rest, err := os.ReadFile(filepath.Join(r.dir, "log", path))
	if err != nil {
		return nil, err
	}
	var entries [][]byte
	for len(entries) < count {
		if len(rest) < 2 || len(rest)-2 < int(binary.BigEndian.Uint16(rest)) {
			return nil, fmt.Errorf("%s ends inside entry %d", path, len(entries))
		}
		length := int(binary.BigEndian.Uint16(rest))
		entries = append(entries, rest[2:2+length])
		rest = rest[2+length:]
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("%s has %d bytes left over", path, len(rest))
	}
	return entries, nil
}

// receipt checks a proof file (C2SP tlog-proof) for an entry.
func (r *reader) receipt(file []byte, entry []byte) error {
	head, signed, _ := bytes.Cut(file, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return fmt.Errorf("not a receipt")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, err := r.checkpoint(signed)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

// widest leaves out the tiles that a wider one of the same place contains, which a log need not keep.
func widest(tiles []tlog.Tile) []tlog.Tile {
	var kept []tlog.Tile
	for i, tile := range tiles {
		if i+1 < len(tiles) && tiles[i+1].L == tile.L && tiles[i+1].N == tile.N {
			continue
		}
		kept = append(kept, tile)
	}
	return kept
}

func check(dir string) error {
	r, err := open(dir)
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(dir, "log/checkpoint"))
	if err != nil {
		return err
	}
	tree, err := r.checkpoint(signed)
	if err != nil {
		return fmt.Errorf("checkpoint: %v", err)
	}
	hashes := tlog.TileHashReader(tree, r)

	// Every tile of hashes that the size requires is there and leads to the root. Reading each hash of a
	// tile makes the package authenticate the whole tile.
	tiles := widest(tlog.NewTiles(tileHeight, 0, tree.N))
	for _, tile := range tiles {
		var numbers []int64
		for i := 0; i < tile.W; i++ {
			numbers = append(numbers, tlog.StoredHashIndex(tile.L*tileHeight, tile.N*tileWidth+int64(i)))
		}
		if _, err := hashes.ReadHashes(numbers); err != nil {
			return fmt.Errorf("%s: %v", tile.Path(), err)
		}
	}

	// Every entry is there and is the one in the tree.
	receipts := 0
	for first := int64(0); first < tree.N; first += tileWidth {
		count := int64(tileWidth)
		if tree.N-first < count {
			count = tree.N - first
		}
		entries, err := r.entries(first/tileWidth, int(count))
		if err != nil {
			return err
		}
		for i, entry := range entries {
			number := first + int64(i)
			leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, number)})
			if err != nil {
				return err
			}
			if leaf[0] != tlog.RecordHash(entry) {
				return fmt.Errorf("entry %d is not the one in the tree", number)
			}
			receipt, err := os.ReadFile(filepath.Join(dir, "receipts", strconv.FormatInt(number, 10)))
			if os.IsNotExist(err) {
				continue
			} else if err != nil {
				return err
			}
			if err := r.receipt(receipt, entry); err != nil {
				return fmt.Errorf("receipt of entry %d: %v", number, err)
			}
			receipts++
		}
	}

	// The log only grew: every earlier checkpoint is a beginning of the newest.
	past, err := filepath.Glob(filepath.Join(dir, "past/*"))
	if err != nil {
		return err
	}
	for _, path := range past {
		signed, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		old, err := r.checkpoint(signed)
		if err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
		if strconv.FormatInt(old.N, 10) != filepath.Base(path) {
			return fmt.Errorf("%s: is of %d entries", path, old.N)
		}
		proof, err := tlog.ProveTree(tree.N, old.N, hashes)
		if err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return fmt.Errorf("%s: %v", path, err)
		}
	}

	// Nothing checked is nothing proved.
	if tree.N == 0 || receipts == 0 || len(past) == 0 || len(tiles) == 0 {
		return fmt.Errorf("nothing to check: %d entries, %d receipts, %d checkpoints", tree.N, receipts, len(past))
	}
	fmt.Printf("%d entries, %d tiles of hashes, %d receipts, %d checkpoints, %d witnesses\n",
		tree.N, len(tiles), receipts, len(past), len(r.witnesses))
	return nil
}

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: check DIRECTORY")
	}
	if err := check(os.Args[1]); err != nil {
		log.Fatalf("refused: %v", err)
	}
}
