package dev.freshet.contract.service;

import java.util.Locale;

/// What happens to a stream where no lawful way leads from one operator's network to another's.
public enum OperatorPolicy {
  /// It is not there.
  REFUSE,
  /// It crosses between the operators, and that is counted.
  ALLOW;

  /// What configuration and the API call it.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
