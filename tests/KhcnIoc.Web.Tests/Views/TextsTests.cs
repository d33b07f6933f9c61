using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Tests.Views;

public partial class TextsTests
{
    private static Dictionary<string, string> Load(string culture) =>
        Texts.Manager.GetResourceSet(CultureInfo.GetCultureInfo(culture), true, false)!.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    [Fact]
    public void Texts_BothLanguages_HaveTheSameKeysAndPlaceholders()
    {
        var vi = Load("");
        var en = Load("en");

        Assert.Equal(vi.Keys.Order(), en.Keys.Order());
        Assert.All(vi, pair =>
        {
            Assert.NotEqual("", pair.Value);
            Assert.Equal(Holes(pair.Value), Holes(en[pair.Key]));
        });
    }

    [Fact]
    public void Texts_CultureDecides_NotTheThread()
    {
        Assert.Equal("Đã đạt", Texts.Of(CultureInfo.GetCultureInfo("vi-VN"), "Standing.met"));
        Assert.Equal("Met", Texts.Of(CultureInfo.GetCultureInfo("en-US"), "Standing.met"));
    }

    private static string Holes(string text) => string.Join(' ', HoleRegex().Matches(text).Select(m => m.Value).Distinct().Order());

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex HoleRegex();
}
