/** An application that gets mails: the WAR of {@link io.hikyaku.system.MailStage}. */
package io.hikyaku.system.inbox;
