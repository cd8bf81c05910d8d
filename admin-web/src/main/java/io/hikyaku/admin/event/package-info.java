/** What happens: gathered once a second for all who look, and told as events. */
package io.hikyaku.admin.event;
