package io.hikyaku.api.mail;

import java.util.List;

/**
 * Where mail goes. Of very many mails a part is counted.
 *
 * @param destinations that have mail or are suspended, those with the most mails first
 * @param counted mails that their figures stand for
 * @param total mails that are stored
 */
public record MailDestinations(List<DestinationStatus> destinations, long counted, long total) {}
