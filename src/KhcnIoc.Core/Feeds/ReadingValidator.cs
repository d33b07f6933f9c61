using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Feeds;

/// <summary>Checks a reading against the pack and the calendar. Pure: the same reading, pack and instant give the same answer.</summary>
/// <remarks>Codes are stable; reasons are Vietnamese and say what to do. Semantics: DESIGN "Semantics"; one reading gives its first fault.</remarks>
public sealed class ReadingValidator(ProvincePack pack)
{
    /// <summary>How far a sender's clock may run ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Values are kept exactly up to here on every database (15 digits with four decimals).</summary>
    public const decimal MaxMagnitude = 99_999_999_999m;

    /// <summary>A checked reading, or the reason why it is not one.</summary>
    public (CheckedReading? Reading, Rejection? Rejection) Check(Reading reading, DateTimeOffset now)
    {
        Rejection Reject(string field, string code, string reason) => new(reading.Index, field, code, reason, reading.Raw);
        (CheckedReading?, Rejection?) Fail(string field, string code, string reason) => (null, Reject(field, code, reason));

        if (reading.Id is { Length: > 200 }) return Fail("id", "too-long", "Mã của bên gửi dài quá 200 ký tự.");
        if (string.IsNullOrWhiteSpace(reading.Indicator)) return Fail("indicator", "missing-field", "Thiếu mã chỉ tiêu (indicator).");
        if (!pack.Indicators.TryGetValue(reading.Indicator, out var indicator))
            return Fail("indicator", "unknown-indicator", $"Không có chỉ tiêu nào mang mã \"{Short(reading.Indicator)}\".");

        if (string.IsNullOrWhiteSpace(reading.Area)) return Fail("area", "missing-field", "Thiếu mã địa bàn (area).");
        if (!pack.Areas.TryGetValue(reading.Area, out var area))
            return Fail("area", "unknown-area", $"Không có địa bàn nào mang mã \"{Short(reading.Area)}\" trong gói dữ liệu của tỉnh.");

        var agency = reading.Agency ?? "";
        if (agency.Length > 0 && !pack.Agencies.ContainsKey(agency))
            return Fail("agency", "unknown-agency", $"Không có cơ quan nào mang mã \"{Short(agency)}\".");

        if (string.IsNullOrWhiteSpace(reading.Period)) return Fail("period", "missing-field", "Thiếu kỳ số liệu (period).");
        if (!Period.TryParse(reading.Period, out var period))
            return Fail("period", "bad-period", $"Không đọc được kỳ \"{Short(reading.Period)}\"; dùng 2025, 2025-Q3, 2025-06, 2025-06-30, 2025-01/2025-06 hoặc thời điểm có múi giờ.");
        if (period.Start > now + ClockSkew)
            return Fail("period", "period-in-future", $"Kỳ {period.Text} chưa bắt đầu.");
        if (period.Kind == PeriodKind.Instant && indicator.Kind == IndicatorKind.Flow)
            return Fail("period", "instant-for-flow", "Chỉ tiêu cộng dồn cần một khoảng thời gian, không nhận một thời điểm.");

        if (!TryRestated(reading.Restated, out var restated)) return Fail("restated", "bad-boolean", "\"restated\" phải là true hoặc false.");
        if (CheckAreaDates(area, period, restated) is { } hint) return Fail("area", "area-not-valid-then", hint);

        if (string.IsNullOrWhiteSpace(reading.Value)) return Fail("value", "missing-field", "Thiếu giá trị (value).");
        if (!TryNumber(reading.Value, out var value))
            return Fail("value", "bad-number", $"\"{Short(reading.Value)}\" không phải một số hợp lệ; dùng dấu chấm thập phân, không ngăn cách hàng nghìn.");
        if (CheckValue(indicator, value) is var (code, reason)) return Fail("value", code, reason);

        if (!string.IsNullOrEmpty(reading.Unit) && !string.Equals(reading.Unit, indicator.Unit, StringComparison.Ordinal))
            return Fail("unit", "unit-mismatch", $"Đơn vị \"{Short(reading.Unit)}\" không khớp; chỉ tiêu này tính bằng \"{indicator.Unit}\".");

        decimal? weight = null;
        if (!string.IsNullOrEmpty(reading.Weight))
        {
            if (!TryNumber(reading.Weight, out var parsed) || parsed <= 0 || parsed > MaxMagnitude || Decimals(parsed) > 4)
                return Fail("weight", "bad-weight", "Quyền số (weight) phải là số dương, nhiều nhất bốn chữ số thập phân.");
            weight = parsed;
        }

        var qualifier = ValueQualifier.Exact;
        if (!string.IsNullOrEmpty(reading.Qualifier) && !TryQualifier(reading.Qualifier, out qualifier))
            return Fail("qualifier", "bad-qualifier", "\"qualifier\" phải là một trong =, >=, <=, ~.");

        if (reading.Method is { Length: > 200 }) return Fail("method", "too-long", "Mô tả cách tính dài quá 200 ký tự.");
        if (CheckSource(reading.Source) is { } sourceFault) return Fail(sourceFault.Field, sourceFault.Code, sourceFault.Reason);

        return (new CheckedReading
        {
            Index = reading.Index,
            SenderId = reading.Id ?? "",
            Series = new SeriesKey(indicator.Code, area.Code, agency),
            Period = period,
            Value = value,
            Weight = weight,
            Restated = restated,
            Method = reading.Method ?? "",
            Qualifier = qualifier,
            Source = reading.Source,
            Row = reading.Row,
            Raw = reading.Raw,
        }, null);
    }

    /// <summary>Checks all readings of a body and joins what could not even be read.</summary>
    /// <param name="channel">As <see cref="CheckedBatch.Channel"/>.</param>
    /// <param name="name">As <see cref="CheckedBatch.Name"/>.</param>
    public CheckedBatch CheckAll(string feed, ParsedBody body, DateTimeOffset now, string channel = "", string name = "")
    {
        var checkedReadings = new List<CheckedReading>(body.Readings.Count);
        var rejections = new List<Rejection>(body.Malformed);
        foreach (var reading in body.Readings)
        {
            var (good, bad) = Check(reading, now);
            if (good is not null) checkedReadings.Add(good);
            if (bad is not null) rejections.Add(bad);
        }

        rejections.Sort((a, b) => a.Index.CompareTo(b.Index));
        return new CheckedBatch { Feed = feed, ReceivedAt = now, Channel = channel, Name = name, Readings = checkedReadings, Rejections = rejections };
    }

    // A merged province has no past of its own before the merger, and its predecessors have none after it.
    private string? CheckAreaDates(Area area, Period period, bool restated)
    {
        if (restated) return null;
        if (area.ValidFrom is { } from && period.End <= ProvinceCalendar.StartOf(from) && (period.Kind != PeriodKind.Instant || period.End < ProvinceCalendar.StartOf(from)))
        {
            var predecessors = area.Predecessors.Count > 0 ? area.Predecessors : pack.Province.Predecessors;
            var hint = predecessors.Count > 0 ? $" Số liệu trước ngày đó thuộc về: {string.Join(", ", predecessors)}." : "";
            return $"Địa bàn {area.Code} chỉ có từ {from:dd/MM/yyyy}.{hint}";
        }

        if (area.ValidTo is { } to && period.Start >= ProvinceCalendar.StartOf(to))
        {
            var successor = pack.Province.Predecessors.Contains(area.Code) ? $" Dùng mã {pack.Province.Code} cho kỳ này." : "";
            return $"Địa bàn {area.Code} không còn từ {to:dd/MM/yyyy}.{successor}";
        }

        return null;
    }

    private static (string Code, string Reason)? CheckValue(Indicator indicator, decimal value)
    {
        var culture = CultureInfo.GetCultureInfo("vi-VN");
        if (Math.Abs(value) > MaxMagnitude) return ("too-large", "Giá trị quá lớn.");
        if (Decimals(value) > 4) return ("too-many-decimals", "Nhiều nhất bốn chữ số thập phân.");
        if (indicator.IsCount && value != decimal.Truncate(value)) return ("not-whole", $"Chỉ tiêu đếm bằng {indicator.UnitVi}: cần một số nguyên.");
        if (indicator.Min is { } min && value < min) return ("out-of-range", $"Giá trị {value.ToString("0.####", culture)} nhỏ hơn mức thấp nhất có thể ({min.ToString("0.####", culture)}).");
        if (indicator.Max is { } max && value > max) return ("out-of-range", $"Giá trị {value.ToString("0.####", culture)} vượt mức cao nhất có thể ({max.ToString("0.####", culture)}).");
        return null;
    }

    private static (string Field, string Code, string Reason)? CheckSource(Provenance? source)
    {
        if (source is null) return null;
        if (source.Title.Length == 0) return ("source.title", "missing-field", "Nguồn cần có tên văn bản hoặc trang (source.title).");
        (string Name, string Text, int Max)[] parts =
        [
            ("title", source.Title, 500), ("publisher", source.Publisher, 300), ("url", source.Url, 1000), ("document", source.Document, 200),
            ("published", source.Published, 40), ("page", source.Page, 100), ("quote", source.Quote, 1000),
        ];
        foreach (var (name, text, max) in parts)
        {
            if (text.Length > max) return ($"source.{name}", "too-long", $"source.{name} dài quá {max} ký tự.");
        }

        // A link is shown to people: only what a browser opens as a page, never script.
        if (source.Url.Length > 0 && !(Uri.TryCreate(source.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
            return ("source.url", "bad-url", "source.url phải là một địa chỉ http hoặc https.");
        return null;
    }

    private static bool TryNumber(string text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out value)
        && HasDigitsToKeep(text, value);

    // decimal.TryParse rounds 1e-400 to 0 and drops digits beyond 28: a number that is not kept as written is not accepted.
    private static bool HasDigitsToKeep(string text, decimal value) =>
        value != 0 || !text.AsSpan().ContainsAnyInRange('1', '9') || text.AsSpan(0, Math.Max(0, text.AsSpan().IndexOfAny('e', 'E'))) is { Length: > 0 } mantissa && !mantissa.ContainsAnyInRange('1', '9');

    // 1.50 has one decimal that matters, not two.
    private static int Decimals(decimal value)
    {
        var decimals = 0;
        value = Math.Abs(value);
        while (decimals < 28 && value != decimal.Truncate(value) && decimals <= 5)
        {
            value = (value - decimal.Truncate(value)) * 10;
            decimals++;
        }

        return decimals;
    }

    private static bool TryRestated(string? text, out bool restated)
    {
        restated = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return restated || string.IsNullOrEmpty(text) || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryQualifier(string text, out ValueQualifier qualifier)
    {
        qualifier = text switch { ">=" => ValueQualifier.AtLeast, "<=" => ValueQualifier.AtMost, "~" => ValueQualifier.About, _ => ValueQualifier.Exact };
        return text is "=" or ">=" or "<=" or "~";
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
