using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Tests.Views;

public partial class TextsTests
{
    public static TheoryData<string> Files => [.. Texts.Managers.Keys];

    private static Dictionary<string, string> Load(string file, string culture) =>
        Texts.Managers[file].GetResourceSet(CultureInfo.GetCultureInfo(culture), true, false)!.Cast<DictionaryEntry>().ToDictionary(e => (string)e.Key, e => (string)e.Value!);

    [Theory]
    [MemberData(nameof(Files))]
    public void Texts_BothLanguages_HaveTheSameKeysAndPlaceholders(string file)
    {
        var vi = Load(file, "");
        var en = Load(file, "en");

        Assert.Equal(vi.Keys.Order(), en.Keys.Order());
        Assert.All(vi, pair =>
        {
            Assert.NotEqual("", pair.Value);
            Assert.Equal(Holes(pair.Value), Holes(en[pair.Key]));
            if (file != "Texts") Assert.StartsWith(file + ".", pair.Key, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Texts_KeysInTheSources_AllExist()
    {
        var known = Texts.Managers.Keys.SelectMany(f => Load(f, "").Keys).ToHashSet();
        var slices = known.Select(k => k.Split('.')[0]).ToHashSet();
        var web = Path.Combine(RepositoryFiles.Root, "src", "KhcnIoc.Web");
        var missing = Directory.EnumerateFiles(web, "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".cs", StringComparison.Ordinal) || f.EndsWith(".razor", StringComparison.Ordinal)) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(f => KeyRegex().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(k => slices.Contains(k.Split('.')[0]) && !known.Contains(k))
            .Distinct().Order().ToList();

        Assert.Empty(missing);
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

    // T("Overview.Title"), Texts.Of(culture, "Gap.Met") and the like; keys that are put together at run time are left out.
    [GeneratedRegex("""(?:\bT\(|Texts\.Of\([^"()]*,\s*)"([A-Za-z0-9]+\.[A-Za-z0-9.-]+[A-Za-z0-9])"\s*[,)]""")]
    private static partial Regex KeyRegex();
}
