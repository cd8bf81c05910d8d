/** An application that changes a database and the store in one transaction. */
package io.hikyaku.system.recovery;
