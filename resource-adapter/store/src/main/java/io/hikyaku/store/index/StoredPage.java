package io.hikyaku.store.index;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.cluster.NamedPage;
import io.hikyaku.store.cluster.PageName;
import io.hikyaku.store.page.PageCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A stored page and why it must stay.
 *
 * <p>A page stays while a message it enqueues is not settled, and while it is a <em>witness</em>:
 * it holds a settle (or a failure count) of a message whose page is still stored. Were the witness
 * removed first, a crash between the two removals would bring the consumed message back.
 */
final class StoredPage {

  final PageName name;

  /** As {@link PageCodec#encodeStored} made it. */
  final List<byte[]> arrays;

  /** The first of its arrays: all of it, or its directory. */
  final byte[] bytes;

  /** Names that its records bear: of intents, or of what was sent again. */
  final List<String> intents;

  /** Ids settled here whose enqueue was never seen: it is gone, or still to arrive. */
  final List<MessageId> orphans = new ArrayList<>(0);

  /** Its messages that are settled, if it bears the names of intents. */
  final List<MessageId> settled = new ArrayList<>(0);

  private final Set<StoredPage> witnesses = new HashSet<>(2);

  /** Older pages that hold messages of this one too, which was made by compaction. */
  private final Set<StoredPage> originals = new HashSet<>(0);

  /** Messages that were read from here, alive or not. */
  private int messages;

  private int liveMessages;
  private int settles;
  private int witnessOf;
  private boolean gone;

  /** Whether a member that is missing may have it too. */
  boolean mayBeElsewhere;

  /** Whether it waits for its removal. */
  boolean isRemovable;

  /** Whether it holds messages that are void, their group having been purged or deleted. */
  boolean hasVoidMessages;

  StoredPage(NamedPage page) {
    name = page.name();
    arrays = page.arrays();
    bytes = page.head();
    intents = PageCodec.intents(bytes);
  }

  /** Bytes of all of it. */
  long size() {
    long size = 0;
    for (byte[] array : arrays) {
      size += array.length;
    }
    return size;
  }

  void messageAdded() {
    messages++;
    liveMessages++;
  }

  void settleAdded() {
    settles++;
  }

  void messageGone() {
    liveMessages--;
  }

  /** Messages of the other page were written anew in this one. */
  void copiesFrom(StoredPage other) {
    originals.add(other);
    originals.addAll(other.originals);
    originals.removeIf(page -> page.gone);
  }

  /**
   * The other page tells something about a message in this one: it must outlive every page that
   * holds the message.
   */
  void witnessedBy(StoredPage other) {
    addWitness(other);
    originals.forEach(original -> original.addWitness(other));
  }

  private void addWitness(StoredPage other) {
    if (other != this && !gone && witnesses.add(other)) {
      other.witnessOf++;
    }
  }

  /** Pages whose messages this one holds too, and itself. */
  List<StoredPage> withOriginals() {
    List<StoredPage> all = new ArrayList<>(originals);
    all.add(this);
    return all;
  }

  /** Whether it could go, and something with it, were its live messages elsewhere. */
  boolean isWorthEmptying() {
    return liveMessages > 0 && witnessOf == 0 && (liveMessages < messages || settles > 0);
  }

  boolean canGo() {
    return liveMessages == 0 && witnessOf == 0;
  }

  /**
   * The removal of this page was acknowledged by its copies.
   *
   * @return witnesses that can go now
   */
  List<StoredPage> removed() {
    gone = true;
    List<StoredPage> free = new ArrayList<>();
    for (StoredPage witness : witnesses) {
      witness.witnessOf--;
      if (witness.canGo()) {
        free.add(witness);
      }
    }
    witnesses.clear();
    originals.clear();
    return free;
  }
}
