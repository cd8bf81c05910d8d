package io.hikyaku.store.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.api.MessageId;
import io.hikyaku.store.index.Group;
import io.hikyaku.store.index.MessageIndex;
import io.hikyaku.store.index.StoredMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Answers what {@link MessageScan} asks, of the messages that are here: see {@link ScanCodec}.
 *
 * @param groups by their names
 * @param messages that are here
 */
record ScanCalls(GroupRegistry groups, MessageIndex messages) {

  /** Bytes of bodies in one answer, after which no more are added. */
  private static final int ANSWER_BYTES = 1 << 20;

  byte[] names(String group) {
    // one more than are taken, so that the one who asks sees it
    int limit = MessageScan.MAX_MESSAGES + 1;
    return ScanCodec.ids(messages.browse(groups.require(group), 0, limit).messages());
  }

  byte[] read(ByteBuffer request) {
    byte[] name = new byte[request.getInt()];
    request.get(name);
    Group group = groups.require(new String(name, UTF_8));
    List<MessageId> ids = NodeCall.getIds(request, request.remaining() / ScanCodec.ID_BYTES);
    StoredMessage[] all = messages.find(group, ids);
    List<StoredMessage> found = new ArrayList<>();
    int handled = 0;
    for (long bytes = 0; handled < all.length && bytes < ANSWER_BYTES; handled++) {
      if (all[handled] != null) {
        found.add(all[handled]);
        bytes += all[handled].record().body().length();
      }
    }
    return ScanCodec.encode(handled, found);
  }
}
