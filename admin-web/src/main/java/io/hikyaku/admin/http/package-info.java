/** What all operations share: access, problems, pages, headers. */
package io.hikyaku.admin.http;
