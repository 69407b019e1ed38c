package dev.freshet.protocol.dash;

import dev.freshet.protocol.dash.SegmentTemplate.Entry;
import dev.freshet.protocol.dash.SegmentTemplate.Even;
import dev.freshet.protocol.dash.SegmentTemplate.Timeline;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the text of a [MediaPresentation]: once for all players that get it. Lives for one text.
/// Elements and attributes stand in the order of the schema.
public final class MpdWriter {
  private static final String PROFILES =
      "urn:mpeg:dash:profile:isoff-live:2011,urn:mpeg:dash:profile:cmaf:2019";
  private static final String CHANNELS = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";
  private static final String ROLES = "urn:mpeg:dash:role:2011";

  private final MediaPresentation mpd;
  private final XmlText xml = new XmlText();

  private MpdWriter(MediaPresentation mpd) {
    this.mpd = mpd;
  }

  /// The whole manifest, for everybody who asks below its own address.
  public static String write(MediaPresentation mpd) {
    return write(mpd, "", "");
  }

  /// The same for one viewer, who is told where to go on.
  ///
  /// @param base what stands before the addresses of segments, relative to the manifest's; or empty
  /// @param location where the next version is, likewise; or empty
  public static String write(MediaPresentation mpd, String base, String location) {
    MpdWriter writer = new MpdWriter(mpd);
    writer.root();
    writer.address("BaseURL", base);
    writer.address("Location", location);
    writer.latency(mpd.latency());
    mpd.periods().forEach(writer::period);
    writer.clock(mpd.clock());
    return writer.xml.end().toString();
  }

  private void root() {
    xml.element("MPD").attribute("xmlns", "urn:mpeg:dash:schema:mpd:2011");
    xml.attribute("profiles", PROFILES).attribute("type", "dynamic");
    xml.attribute("availabilityStartTime", XmlTime.dateTime(mpd.availabilityStartUs()));
    xml.attribute("publishTime", XmlTime.dateTime(mpd.publishUs()));
    if (mpd.endUs().isPresent()) {
      duration("mediaPresentationDuration", mpd.endUs().getAsLong());
    } else {
      duration("minimumUpdatePeriod", mpd.updatePeriodUs()); // its absence says: nothing new
    }
    duration("minBufferTime", mpd.minBufferUs());
    duration("timeShiftBufferDepth", mpd.timeShiftUs());
    if (mpd.delayUs() > 0) {
      duration("suggestedPresentationDelay", mpd.delayUs());
    }
    duration("maxSegmentDuration", mpd.maxSegmentUs());
  }

  private void address(String name, String address) {
    if (!address.isEmpty()) {
      xml.leaf(name, address);
    }
  }

  private void duration(String name, long us) {
    xml.attribute(name, XmlTime.duration(us));
  }

  private void latency(@Nullable LatencyTarget latency) {
    if (latency == null) {
      return;
    }
    xml.element("ServiceDescription").attribute("id", 0);
    xml.element("Latency").attribute("target", latency.targetMs());
    xml.attribute("min", latency.minMs()).attribute("max", latency.maxMs());
    ProducerReference reference = mpd.periods().getLast().sets().getFirst().reference();
    if (reference != null) {
      xml.attribute("referenceId", reference.id());
    }
    xml.end().element("PlaybackRate");
    xml.attribute("min", percent(latency.minRatePercent()));
    xml.attribute("max", percent(latency.maxRatePercent())).end().end();
  }

  private static String percent(int percent) {
    return XmlTime.seconds(percent * 10_000L);
  }

  private void clock(@Nullable UtcTiming clock) {
    if (clock != null) {
      xml.element("UTCTiming").attribute("schemeIdUri", clock.scheme());
      xml.attribute("value", clock.value()).end();
    }
  }

  private void period(Period period) {
    xml.element("Period").attribute("id", period.id());
    duration("start", period.startUs());
    period.sets().forEach(this::set);
    xml.end();
  }

  private void set(AdaptationSet set) {
    String content = set.content().text();
    xml.element("AdaptationSet").attribute("id", set.id());
    String language = set.language();
    if (language != null) {
      xml.attribute("lang", language);
    }
    xml.attribute("contentType", content).attribute("mimeType", content + "/mp4");
    xml.attribute("segmentAlignment", "true").attribute("startWithSAP", 1);
    reference(set.reference());
    xml.element("Role").attribute("schemeIdUri", ROLES).attribute("value", "main").end();
    template(set.segments());
    set.representations().forEach(this::representation);
    xml.end();
  }

  private void reference(@Nullable ProducerReference reference) {
    if (reference == null) {
      return;
    }
    xml.element("ProducerReferenceTime").attribute("id", reference.id());
    xml.attribute("type", "encoder");
    xml.attribute("wallClockTime", XmlTime.dateTime(reference.unixUs()));
    xml.attribute("presentationTime", reference.ticks());
    clock(mpd.clock());
    xml.end();
  }

  private void template(SegmentTemplate template) {
    xml.element("SegmentTemplate").attribute("timescale", template.timescale());
    if (template.timeOffsetTicks() > 0) {
      xml.attribute("presentationTimeOffset", template.timeOffsetTicks());
    }
    switch (template.spacing()) {
      case Even even -> xml.attribute("duration", even.durationTicks());
      case Timeline _ -> {} // an element, below
    }
    if (template.startNumber() > 0) {
      xml.attribute("startNumber", template.startNumber());
    }
    if (template.earlyUs() > 0) {
      xml.attribute("availabilityTimeOffset", XmlTime.seconds(template.earlyUs()));
      xml.attribute("availabilityTimeComplete", "false");
    }
    xml.attribute("initialization", template.initialization());
    xml.attribute("media", template.media());
    switch (template.spacing()) {
      case Even _ -> {} // an attribute, above
      case Timeline timeline -> timeline(timeline.segments());
    }
    xml.end();
  }

  /// Equal neighbours share one line.
  private void timeline(List<Entry> segments) {
    xml.element("SegmentTimeline");
    long nextTicks = -1;
    for (int i = 0; i < segments.size(); ) {
      Entry first = segments.get(i);
      int count = repeats(segments, i);
      xml.element("S");
      if (first.startTicks() != nextTicks) {
        xml.attribute("t", first.startTicks());
      }
      xml.attribute("d", first.durationTicks());
      if (count > 1) {
        xml.attribute("r", count - 1);
      }
      xml.end();
      i += count;
      nextTicks = segments.get(i - 1).endTicks();
    }
    xml.end();
  }

  /// How many segments from `first` on are as long as it and follow one another.
  private static int repeats(List<Entry> segments, int first) {
    int next = first + 1;
    while (next < segments.size()
        && segments.get(next).durationTicks() == segments.get(first).durationTicks()
        && segments.get(next).startTicks() == segments.get(next - 1).endTicks()) {
      next++;
    }
    return next - first;
  }

  private void representation(Representation representation) {
    xml.element("Representation").attribute("id", representation.id());
    xml.attribute("bandwidth", representation.bandwidth());
    xml.attribute("codecs", representation.codecs());
    if (representation.width() > 0 && representation.height() > 0) {
      xml.attribute("width", representation.width());
      xml.attribute("height", representation.height());
    }
    if (!representation.frameRate().isEmpty()) {
      xml.attribute("frameRate", representation.frameRate());
    }
    if (representation.sampleRate() > 0) {
      xml.attribute("audioSamplingRate", representation.sampleRate());
    }
    if (representation.channels() > 0) {
      xml.element("AudioChannelConfiguration").attribute("schemeIdUri", CHANNELS);
      xml.attribute("value", representation.channels()).end();
    }
    xml.end();
  }
}
