using Shouldly;
using Xunit;
using Yofo.Data;
using Yofo.Modeling.Language;

namespace Yofo.Tests.Modeling.Language;

public sealed class NounClassesTests
{
    [Theory]
    [InlineData("train", "train")]
    [InlineData("puppy", "dog")]
    [InlineData("sheep", "sheep")]
    [InlineData("traffic light", "traffic light")]
    // several of them
    [InlineData("dogs", "dog")]
    [InlineData("buses", "bus")]
    // people by what they do: to the sentence encoder the batter is a bat
    [InlineData("batter", "person")]
    [InlineData("women", "person")]
    // a word for several classes
    [InlineData("bike", "bicycle, motorcycle")]
    [InlineData("bag", "backpack, handbag, suitcase")]
    // what rides may be meant with what is ridden; what is no class, and what is several things
    [InlineData("rider", "")]
    [InlineData("flamingo", "")]
    [InlineData("orange", "")]
    [InlineData("glasses", "")]
    [InlineData("s", "")]
    [InlineData("", "")]
    public void A_noun_names_classes_where_that_is_sure(string noun, string expected) => string.Join(", ", NounClasses.Of(noun)).ShouldBe(expected);

    [Theory]
    [InlineData("taxi", "car")]
    [InlineData("puppy", "dog")]
    [InlineData("dogs", "dog")]
    [InlineData("cook", "person")]
    [InlineData("woman", "woman")]
    [InlineData("rider", "rider")]
    [InlineData("bike", "bike")]
    [InlineData("flamingo", "flamingo")]
    public void A_noun_is_asked_for_by_the_name_that_the_detector_has_for_it(string noun, string expected) => NounClasses.Plain(noun).ShouldBe(expected);

    [Fact]
    public void Every_class_of_the_detector_is_named_by_its_own_name_but_the_colour()
    {
        var unnamed = CategoryNames.Coco.Where(name => !NounClasses.Of(name).Contains(name));
        unnamed.ShouldBe(["orange"]);
    }

    [Fact]
    public void What_looks_like_a_class_is_another_class()
    {
        NounClasses.LookLike("truck").ShouldBe(["car", "bus"]);
        NounClasses.LookLike("dog").ShouldBeEmpty();
        CategoryNames.Coco.SelectMany(NounClasses.LookLike).ShouldBeSubsetOf(CategoryNames.Coco);
    }
}
