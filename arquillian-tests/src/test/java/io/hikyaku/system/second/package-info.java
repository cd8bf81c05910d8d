/** A second application, which knows nothing of the first: deployed beside it by the tests. */
package io.hikyaku.system.second;
