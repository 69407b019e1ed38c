package dev.freshet.testkit.hls;

import java.util.regex.Pattern;

/// The form of an attribute's value (4.2).
enum AttributeType {
  INTEGER("[0-9]{1,20}"),
  HEX("0[xX][0-9A-Fa-f]+"),
  DECIMAL("[0-9]+(\\.[0-9]+)?"),
  SIGNED("-?[0-9]+(\\.[0-9]+)?"),
  QUOTED("\"[^\"\r\n]*\""),
  ENUM("[^\",\\s]+"),
  YES("YES"),
  YES_NO("YES|NO"),
  RESOLUTION("[0-9]+x[0-9]+"),
  QUOTED_OR_NONE("\"[^\"\r\n]*\"|NONE");

  private final Pattern form;

  AttributeType(String form) {
    this.form = Pattern.compile(form);
  }

  boolean accepts(String value) {
    return form.matcher(value).matches();
  }
}
