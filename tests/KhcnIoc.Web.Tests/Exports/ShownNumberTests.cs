using System.Globalization;
using KhcnIoc.Web.Exports;
using KhcnIoc.Web.Tests.Views;

namespace KhcnIoc.Web.Tests.Exports;

public class ShownNumberTests
{
    [Theory]
    [InlineData("51,3", 51.3, 1, "51.3", "", "")]
    [InlineData("1.234,50", 1234.5, 2, "1234.50", "", "")]
    [InlineData("≥60", 60, 0, "60", "≥", "")]
    [InlineData("ít nhất 1.204", 1204, 0, "1204", "ít nhất ", "")]
    [InlineData("-2,0 %", -2, 1, "-2.0", "-", " %")]
    [InlineData("▼ 3", -3, 0, "-3", "▼ ", "")]
    [InlineData("3/102", 3, 0, "3", "", "/102")]
    [InlineData("12", 2, 0, "2", "", "")]
    [InlineData("2.000", 2, 0, "2", "", "")]
    [InlineData("–", 0, 0, "0", "", "")]
    [InlineData("51,3", 51.25, 1, "51.3", "", "")]
    public void Of_TextOfAPage_IsTakenApart(string text, double number, int decimals, string digits, string prefix, string suffix)
    {
        var shown = ShownNumber.Of(text, (decimal)number, decimals, ViewSamples.Vietnamese);

        Assert.Equal((digits, prefix, suffix), (shown.Invariant, shown.Prefix, shown.Suffix));
    }

    [Theory]
    [InlineData("60 %", 60, 0)]
    [InlineData("60,25 %", 60.25, 2)]
    [InlineData("+1,8 điểm/tháng", 1.8, 1)]
    [InlineData("không rõ", 3, null)]
    public void Of_WithoutDecimals_TakesThoseOfTheText(string text, double number, int? decimals) =>
        Assert.Equal(decimals, ShownNumber.Of(text, (decimal)number, ViewSamples.Vietnamese)?.Decimals);

    [Theory]
    [InlineData("vi-VN", "1.234,5", "1234.5")]
    [InlineData("en-GB", "1,234.5", "1234.5")]
    [InlineData("en-GB", "7", "7")]
    [InlineData("vi-VN", "–", null)]
    public void Parse_ValueOfATile_KeepsItsDecimals(string culture, string text, string? digits) =>
        Assert.Equal(digits, ShownNumber.Parse(text, CultureInfo.GetCultureInfo(culture))?.Invariant);

    [Fact]
    public void HasMore_OnlyWhereThePageSaysMoreThanNumberAndUnit()
    {
        Assert.False(new ShownNumber(5, 0).HasMore("%"));
        Assert.False(new ShownNumber(5, 0, "", " %").HasMore("%"));
        Assert.False(new ShownNumber(-5, 0, "-").HasMore(""));
        Assert.True(new ShownNumber(5, 0, "≥").HasMore(""));
        Assert.True(new ShownNumber(-5, 0, "▼ ").HasMore(""));
        Assert.True(new ShownNumber(5, 0, "", "/12").HasMore("%"));
    }
}
