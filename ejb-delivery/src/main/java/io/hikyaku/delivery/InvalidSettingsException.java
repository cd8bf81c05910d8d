package io.hikyaku.delivery;

import java.util.List;

/** The delivery settings cannot be used. The message lists every fault. */
final class InvalidSettingsException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  InvalidSettingsException(List<String> faults) {
    super("mail delivery cannot start: " + String.join("; ", faults));
    this.faults = List.copyOf(faults);
  }

  /** Each with the name of the setting, its value and what is allowed. */
  List<String> faults() {
    return faults;
  }
}
